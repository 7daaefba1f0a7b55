"""What this machine has left, as the system, its containers and its graphics cards say."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import torch

from lmdash.models import machine
from lmdash.models.machine import available
from lmdash.models.opening.memory import MemoryNeed, room_for_weights

MB = 10**6


def test_the_cpu_has_what_the_system_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "OWN_CGROUP", tmp_path / "none")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=123))
    assert available("cpu") == available("mps") == available("split") == 123


def group(folder: Path, version: int, limit: object, usage: int, idle: int) -> None:
    names = ("memory.max", "memory.current") if version == 2 else ("memory.limit_in_bytes", "memory.usage_in_bytes")
    folder.mkdir(parents=True, exist_ok=True)
    for name, number in zip(names, (limit, usage), strict=True):
        (folder / name).write_text(f"{number}\n")
    prefix = "" if version == 2 else "total_"
    (folder / "memory.stat").write_text(f"anon 5\n{prefix}inactive_file {idle}\n")


@pytest.mark.parametrize(
    ("version", "line", "root"), [(2, "0::/jobs/one\n", ""), (1, "9:pids:/x\n4:cpu,memory:/jobs/one\n0::/\n", "memory")]
)
def test_a_container_has_what_its_limits_leave(
    version: int, line: str, root: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "own").write_text(line)
    monkeypatch.setattr(machine, "OWN_CGROUP", tmp_path / "own")
    monkeypatch.setattr(machine, "CGROUPS", tmp_path)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=1000 * MB))
    assert available("cpu") == 1000 * MB
    group(tmp_path / root, version, 700 * MB, 300 * MB, 50 * MB)  # as in a container, whose own path is not there
    assert available("cpu") == 450 * MB
    group(tmp_path / root / "jobs/one", version, 200 * MB, 150 * MB, 0)
    assert available("cpu") == 50 * MB
    group(tmp_path / root / "jobs/one", version, 200 * MB, 300 * MB, 0)
    assert available("cpu") == 0
    unlimited = "max" if version == 2 else 2**63 - 4096
    group(tmp_path / root / "jobs/one", version, unlimited, 150 * MB, 0)
    assert available("cpu") == 450 * MB


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "OWN_CGROUP", tmp_path / "none")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=100 * MB))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda _device: 8 * MB)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda _device: 3 * MB)
    free = {"cuda:0": 10 * MB, "cuda:1": 20 * MB, "cuda": 10 * MB}
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (free[device], 10**12))


@pytest.mark.usefixtures("two_gpus")
def test_a_gpu_has_what_is_free_and_what_torch_reserved_in_vain() -> None:
    assert [available(device) for device in ("cuda", "cuda:0", "cuda:1", "cpu")] == [
        15 * MB,
        15 * MB,
        25 * MB,
        100 * MB,
    ]
    assert available("split") == 140 * MB


@pytest.mark.usefixtures("two_gpus")
def test_a_split_model_leaves_room_to_work_on_every_device() -> None:
    assert room_for_weights(MemoryNeed(10**12, 20 * MB)) == {0: 0, 1: 5 * MB, "cpu": 80 * MB}
