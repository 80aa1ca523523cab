"""Hosts that their owners opted in: enrolling, who may ask what, checks in flight, and the record of it all."""
