"""What this machine has: its devices, and the memory that is left on each.

Opening a model and checking one both ask; neither has to know of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch

SPLIT = "split"  # as a device: all GPUs, then main memory, then the disk
CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUP = Path("/proc/self/cgroup")


def available(device: str) -> int:
    """Bytes that are free on ``cpu``, ``cuda:0``, ``mps`` or, for ``split``, on all devices together."""
    if device == SPLIT:
        return available("cpu") + sum(available(gpu) for gpu in gpus())
    if device.startswith("cuda"):
        # What torch has reserved and does not use is as good as free.
        reserved = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return torch.cuda.mem_get_info(device)[0] + reserved
    import psutil

    return min([psutil.virtual_memory().available, *_left_by_cgroups()])


def gpus() -> list[str]:
    """The names of all CUDA devices."""
    return [f"cuda:{index}" for index in range(torch.cuda.device_count())]


def _left_by_cgroups() -> Iterable[int]:
    """What the limits of the container, and of what it runs in, leave; file pages that it can let go count as free."""
    try:
        lines = OWN_CGROUP.read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            yield from _left(CGROUPS, path, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            yield from _left(CGROUPS / "memory", path, *names)


def _left(root: Path, path: str, limit: str, usage: str, idle: str) -> Iterable[int]:
    # In a container the own path is often that of the host, and the limit stands at the root.
    own = root / path.strip("/")
    for group in {own, *own.parents}:
        if not group.is_relative_to(root):
            continue
        try:
            statistics = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
            numbers = [int((group / name).read_text()) for name in (limit, usage)]
        except (OSError, ValueError):  # a group without these files, or "max": no limit here
            continue
        yield max(0, numbers[0] - numbers[1] + int(statistics.get(idle, 0)))
