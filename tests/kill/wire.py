"""HTTP with nothing in between: it must be certain whether an answer came, whole, or not."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Self


class Wire:
    """One connection, kept open. Raises: ConnectionError or EOFError when it ends before an answer has."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def put(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        """The answer's status and JSON."""
        content = json.dumps(body).encode()
        named = {"Host": "localhost", "Content-Length": str(len(content)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        self._writer.write(f"PUT {path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        answered = dict(line.lower().split(": ", 1) for line in lines if line)
        answer = await self._reader.readexactly(int(answered["content-length"]))
        return int(first.split()[1]), json.loads(answer)

    def close(self) -> None:
        self._writer.close()
