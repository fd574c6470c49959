"""One call of the Web API: who asks, and with which arguments, from a JSON or a form body."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.workspace import limits
from bot.playground.workspace.model import ApiError

JSON_FIELDS = {  # arguments that a form carries as JSON text, and the error when it is not JSON
    "blocks": "invalid_blocks_format",
    "metadata": "invalid_metadata_format",
    "attachments": "invalid_attachments",
    "view": "invalid_arguments",
    "message": "invalid_arguments",
    "files": "invalid_arguments",
}


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a method, with the token taken out of them."""

    method: str
    token: str
    args: Mapping[str, Any]

    def text(self, key: str, error: str = "invalid_arguments") -> str:
        """A required argument. Raises ApiError with `error` where it is missing."""
        value = self.args.get(key)
        if not isinstance(value, str) or not value:
            raise ApiError(error)
        return value

    def flag(self, key: str) -> bool:
        return self.args.get(key) in (True, 1, "1", "true", "True")

    def number(self, key: str, default: int) -> int:
        value = self.args.get(key)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise ApiError("invalid_arguments") from None

    def ts(self, key: str, error: str) -> Decimal | None:
        """A message time as a number, for comparing."""
        value = self.args.get(key)
        if value in (None, ""):
            return None
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ApiError(error) from None


async def read_call(request: Request) -> Call:
    """Read a call. Raises ApiError for a body that cannot be read."""
    method = request.path_params["method"]
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        args = parse_json(await read_body(request))
    elif kind == "multipart/form-data":
        form = await request.form(max_files=0, max_part_size=limits.REQUEST_BYTES)
        args = {key: value for key, value in form.items() if isinstance(value, str)}
    else:
        body = (await read_body(request)).decode("utf-8", "replace")
        args = dict(parse_qsl(body, keep_blank_values=True))
    args = {**_basic(request), **dict(request.query_params), **args}
    token = _bearer(request) or str(args.pop("token", "") or "")
    args.pop("token", None)
    return Call(method, token, {key: _value(key, value) for key, value in args.items()})


async def read_body(request: Request, most: int = limits.REQUEST_BYTES) -> bytes:
    """The body, up to a bound; what comes after it is read and thrown away."""
    body, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= most:
            body += chunk
    if length > most:
        raise ApiError("request_too_large")
    return bytes(body)


def parse_json(body: bytes, error: str = "invalid_json") -> dict[str, Any]:
    """A JSON object that can be kept and sent on: a lone surrogate in it is refused like bad JSON."""
    try:
        read = json.loads(body or b"{}")
        json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ApiError(error) from None
    if not isinstance(read, dict):
        raise ApiError("json_not_object")
    return read


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _basic(request: Request) -> dict[str, str]:
    """The app's credentials, where HTTP Basic carries them."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        client_id, _, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _value(key: str, value: Any) -> Any:
    if key not in JSON_FIELDS or not isinstance(value, str):
        return value
    if not value.strip():
        return None
    return parse_json(f'{{"{key}": {value}}}'.encode(), JSON_FIELDS[key])[key]
