"""Feeds and pages with something wrong in them, the same ones every time."""

import random
from collections.abc import Iterator, Sequence

# What trips parsers: markup that is never closed, references out of range, odd bytes, bare markers.
TRAPS = (
    b"<", b">", b"&", b"&#x110000;", b"&#0;", b"&#xD800;", b"&#99999999999999999999;", b"&lt;", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<?xml", b"?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"\x00",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f", b"\x1b[31m", b"\xe2\x80\xae", b"\r\r\n",
    b"<script>", b"</script>", b"<style>", b"<table><tr><td>", b"<p><p><p>", b"</div></div>", b"<svg>",
    b"<math><mi>", b"<iframe src=//x>", b"<template>", b"<plaintext>", b"<base href='//10.0.0.1/'>",
    b' xml:base="http://["', b' encoding="utf-7"', b' encoding="rot13"', b' charset="idna"',
    b"<link>http://[</link>", b"<guid>9999999999</guid>", b"<pubDate>Thu, 99 Zzz 99999</pubDate>",
    b"<pubDate>-1</pubDate>", b"<ttl>99999999</ttl>", b"<content:encoded>", b"<a:b xmlns:a=''>",
    b'{"items": [null, 1, {"id": {}}]}', b'"@type": ["NewsArticle", {}]', b'"datePublished": 1e999',
    b'"author": [[[]]]', b"<time datetime='0000-00-00'>", b"9" * 5_000, b"<b>" * 500, b"</b>" * 500,
    b"<div>" * 3_000, b"a" * 20_000, b"&amp;" * 2_000, b"<ul><li>" * 300, b"\xc2\xa0" * 1_000,
)  # fmt: skip


def mutants(seeds: Sequence[bytes], count: int, start: int = 0) -> Iterator[bytes]:
    """Yield so many mutants; number n is always the same."""
    for number in range(start, start + count):
        chance = random.Random(number)
        body = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 2, 4, 16, 64))):
            _mutate(body, chance, seeds)
        yield bytes(body)


def _mutate(body: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    start = chance.randrange(len(body) + 1)
    length = min(int(chance.expovariate(1 / 40)), 2_000)
    piece = bytes(body[start : start + length])
    kind = chance.randrange(7)
    if kind == 0:
        body[start:start] = chance.choice(TRAPS)
    elif kind == 1:
        del body[start : start + length]
    elif kind == 2:
        body[start:start] = piece * chance.randrange(1, 20)
    elif kind == 3:
        body[start : start + length] = chance.randbytes(length)
    elif kind == 4:
        del body[start:]
    elif kind == 5:
        other = chance.choice(seeds)
        body[start:start] = other[chance.randrange(len(other)) :][:2_000]
    elif body:
        body[start % len(body)] ^= 1 << chance.randrange(8)
