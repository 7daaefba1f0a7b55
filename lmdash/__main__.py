"""Commands for people who host lmdash or write for it.

``check MODEL``: can this model be trusted here?  Exits with 0 when every identity that applies holds, 1 when one is
broken, 2 when the model cannot be opened, 130 when it was stopped (Ctrl+C).  ``address`` prints the reference of all
names in an address.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from lmdash.errors import LmdashError
from lmdash.models.checks.check import Check, check_model, headline
from lmdash.models.service import service
from lmdash.models.values import ModelInfo

STOPPED = 130  # the exit status of what Ctrl+C ended


def table(checks: Iterable[Check]) -> str:
    """One line an identity: verdict, measured error, bound, and what must hold."""
    lines = [f"{'':<16} {'identity':<16} {'measured':>9} {'bound':>9}"]
    for check in checks:
        measured = "" if check.skipped else f"{check.measured:.1e}"
        lines.append(
            f"{check.verdict:<16} {check.name:<16} {measured:>9} {check.bound:>9.0e}  {check.skipped or check.meaning}"
        )
    return "\n".join(lines)


def summary(info: ModelInfo) -> str:
    """What was checked, in a line."""
    return (
        f"{info.id}: {info.family}, {info.parameters:,} parameters, {info.layers} layers, {info.heads} heads, width "
        f"{info.width}, {info.dtype} on {info.device}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lmdash", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", help="measure every identity that lmdash relies on, on one model")
    check.add_argument("model", help="demo, a Hugging Face id, or the path of a folder or .gguf file")
    check.set_defaults(run=lambda asked: _check(asked.model))
    address = commands.add_parser("address", help="print docs/address.md: every name that an address may hold")
    address.set_defaults(run=lambda _asked: _address())
    asked = parser.parse_args(arguments)
    return asked.run(asked)


def _address() -> int:
    from lmdash.ui.frame.reference import address_page  # the whole app, which ``check`` does not need

    sys.stdout.write(address_page())
    return 0


def _check(model: str) -> int:
    drawn = sys.stderr.isatty()

    def on_step(done: int, total: int) -> None:
        said = f"{done} of {total} identities measured"
        print(f"\r{said}" if drawn else said, end="" if drawn else "\n", file=sys.stderr, flush=True)

    try:
        info = service().open(model)
        checks = service().run(model, check_model, on_step=on_step)
    except LmdashError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped: not every identity was measured.", file=sys.stderr)
        return STOPPED
    if drawn:
        print("\r\033[K", end="", file=sys.stderr)
    print(summary(info), table(checks), headline(checks), sep="\n")
    return 0 if all(check.passed for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
