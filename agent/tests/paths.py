"""Where the agent asks for jobs and sends a result, and the answer that ends it."""

from __future__ import annotations

from agent.tests.fake_server import Given
from agent.tests.fakes import JOB_ID

JOBS = "/agent/v1/jobs?"
RESULT = f"/agent/v1/jobs/{JOB_ID}/result"
REVOKED = Given(401, {"error": "revoked"})
