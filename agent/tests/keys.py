"""Docker's public key for Debian and Ubuntu: the packets of the key and its subkey, without user ids and signatures."""

from __future__ import annotations

import base64
import binascii
import textwrap

FINGERPRINT = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88"
SUBKEY = "D3306A018370199E527AE7997EA0A9C3F273FCD8"
BINARY = base64.b64decode(
    """
    mQINBFit2ioBEADhWpZ8/wvZ6hUTiXOwQHXMAlaFHcPH9hAtr4F1y2+OYdbtMuthlqqwp028AqyY+PRfVMtSYMbjuQuu5byyKR01
    BbqYhuS3jtqQmljZ/bJvXqnmiVXh38UuLa+z077PxyxQhu5BbqntTPQMfiyqEiU+BKbq2WmANUKQf+1AmZY/IruOXbnqL4C1+gJ8
    vfmXQt99npCaxEjaNRVYfOS8QcixNzHUYnb6emjlANyEVlZzeqo7XKl7UrwV5inawTSzWNvtjEjj4nJL8NsLwscpLPQUhTQ+7BbQ
    XAwAmeHCUTQIvvWXqw0Ncmhh4HgeQscQHYgOJjjDVfoY5MucvglbIgCqfzAHW9jxmRL4qbMZj+b1XoePEthtku4bIQN1X5P07fNW
    zlgaRL5Z4POXDDZTlIQ/El58j9kp4bnWRCJW0lya+f8ocodovZZ+Doi+fy4D5ZGrL4XEcIQP/Lv5uFyf+kQtl/94VFYVJOleAv8W
    92KdgDkhTcTDG7c0tIkVEKNUq48b3aQ64NOZQW7fVjfoKwEZdOqPE72Pa45jrZzvUFxSpdiNk2tZXYukHjlxxEgBdC/J3cMMNRE1
    F4NCA3ApfV1Y7/hTeOnmDuDYwr9/obA8t016Yljjq5rdkywPf4JF8mXUW5eCN1vAFHxeg9ZWemhBtQmGxXnw9M+z6hWwc6ahmwAR
    AQABuQINBFit2ioBEADneL9S9m4vhU3blaRjVUUyJ7b/qTjcSylvCH5XUE6R2k+ckEZjfAMZPLpO+/tFM2JIJMD4SifKuS3xck9K
    tZGCufGmcwiLQRzeHF7vJUKrLD5RTkNi23ydvWZgPjtxQ+DTT1Zcn7BrQFY6FgnRoUVIxwtdw1bMY/89rsFgS5wwuMESd3Q2RYgb
    7EOFOpnuw6da7WakWf4IhnF5nsNYGDVaIHzpiqCl+uTbf1epCjrOlIzkZ3Z3Yk5CM/TiFzPkz2lLz89cpD8U+NtCsfagWWfjd2U3
    jDapgH+7nQnCEWpROtzaKHG6lA3pXdix5zG8eRc6/0IbUSWvfjKxLLPfNeCS2pCL3IeEI5nothEEYdQH6szpLog79xB9dVnJyKJb
    VfxXnseoYqVrRz2VVbUI5Blwm6B40E3eGVfUQWiux54DspyVMMk41Mx7QJ3iynIa1N4ZAqVMAEruyXTRTxc9XW0tYhDMA/1GYvz0
    EmFpm8LzTHA6sFVtPm/ZlNCX6P1XzJwrv7DSQKD6GGlBQUX+OeEJ8tTkkf8QTJSPUdh8P8YxDFS5EOGAvhhpMBYD42kQpqXjEC+X
    cycTvGI7impgv9PDY1RCC1zkBjKPa120rNhv/hkVk/YhuGoajoHyy4h7ZQopdcMtpN2dgmhEegny9JCSwxfQmQ0zK0g7m6SHiKMw
    jwARAQAB
    """
)


def armored(held: bytes = BINARY, *header: str) -> str:
    """The key as text, as it is downloaded."""
    body = "\n".join(textwrap.wrap(base64.b64encode(held).decode(), 64))
    checksum = base64.b64encode(binascii.crc_hqx(held, 0xB704CE).to_bytes(3, "big")).decode()
    lines = ["-----BEGIN PGP PUBLIC KEY BLOCK-----", *header, "", body, f"={checksum}"]
    return "\n".join([*lines, "-----END PGP PUBLIC KEY BLOCK-----", ""])


def made_key(seed: int = 1, old: bool = True) -> bytes:
    """A version 4 packet of a key that is nobody's, with an old or a new header."""
    body = b"\x04" + seed.to_bytes(4, "big") + b"\x01" + bytes([seed % 256]) * 40
    return (b"\x98" if old else b"\xc6") + bytes([len(body)]) + body
