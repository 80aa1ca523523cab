"""The agents' gateway: ``/agent/v1``, and the file of the Agent itself."""
