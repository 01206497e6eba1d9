"""The server: pass requests on, count tokens, log."""

import json
import logging

import httpx
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route as Path

from berthproxy.budget import Budget, OverBudget
from berthproxy.route import Route

log = logging.getLogger(__name__)


def application(route, budget, price=0.000002):
    """Return the application for one route."""
    client = httpx.AsyncClient(base_url=route.upstream, headers=route.headers(), timeout=60)

    async def complete(request):
        body = await request.json()
        reply = await client.post("/chat/completions", json=body)
        answer = json.loads(reply.content)
        used = answer.get("usage", {}).get("total_tokens", 0)
        try:
            budget.add(used * price)
        except OverBudget as month:
            return JSONResponse({"error": f"the budget of {month} is spent"}, 429)
        log.info("%s tokens for %s", used, body.get("model"))
        return JSONResponse(answer, reply.status_code)

    return Starlette(routes=[Path("/v1/chat/completions", complete, methods=["POST"])])


def default(limit):
    """Return the application that the environment describes."""
    return application(Route.from_environment(), Budget(limit))
