"""The verification agent: it observes the host that its owner opted in, within the owner's policy, and judges nothing."""

VERSION = "1.0.0"
PROTOCOL = 1
