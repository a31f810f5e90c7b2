"""Takes from a process all that is not needed to work on what it already holds in memory. There is no way back.

On Linux, on x86-64 and 64-bit ARM, a filter of system calls (seccomp) is left behind, which lets a process have memory,
write to one pipe and end; the system refuses all else, for root too: to open, make, change or remove a file, to use the
network or another program's socket, to start a process or a program, to signal or look into another process, and to
make memory that can be run. What a library tries in vain it sees refused; only calls in the manner of another machine
end the process. Where the kernel has Landlock, as since 5.13, its rules let no file be opened, made or removed either.
On other kinds of machine that is all: there a process may still start others, look at names and dates of files, and
reach other programs by sockets (since Linux 6.7 not by TCP); before 6.12 it may signal others, before 6.2 empty a file.

Each is as good as the system: where the kernel or a container has neither, and on macOS and Windows, nothing is taken
and nothing is said.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final, NamedTuple


class _Machine(NamedTuple):
    """A kind of machine, and the numbers by which its system calls go.

    Attributes:
        name: by which the kernel's filter knows it.
        write: the call that writes to a pipe.
        making: the calls that make memory, or change what may be done in it; how, says their third argument.
        free: calls that reach nothing outside the process.
    """

    name: int
    write: int
    making: tuple[int, ...]
    free: tuple[int, ...]


_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        write=1,
        making=(9, 10),  # mmap, mprotect
        # munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn, sched_yield, mremap, madvise, getpid, exit,
        # gettimeofday, sigaltstack, gettid, time, futex, restart_syscall, clock_gettime, exit_group, getrandom
        free=(11, 12, 13, 14, 15, 24, 25, 28, 39, 60, 96, 131, 186, 201, 202, 219, 228, 231, 318),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        write=64,
        making=(222, 226),
        free=(215, 214, 134, 135, 139, 124, 216, 233, 172, 93, 169, 132, 178, 98, 128, 113, 94, 278),
    ),
}

# Instructions of the filter.
_LOAD, _EQUAL, _ANY_BIT, _GIVE = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE, _END = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
# Where the kernel puts what they look at: the call's number, the machine, the lower halves of two arguments.
_CALL, _MACHINE, _FIRST, _THIRD = 0, 4, 16, 32
_RUNNABLE: Final = 4  # PROT_EXEC

_NO_MORE_RIGHTS: Final = 38  # options of `prctl`: PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP
_FILTER_CALLS: Final = 22
_BY_PROGRAM: Final = 2  # SECCOMP_MODE_FILTER

_MAKE_RULES: Final = 444  # calls of Landlock, which have one number on every machine
_OBEY_RULES: Final = 446
_FILE_RIGHTS: Final = (0, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF)  # that each version of Landlock knows
_NETWORK_SINCE: Final = 4  # version
_SCOPES_SINCE: Final = 6

_LATE: Final = ("encodings", "email")  # packages of Python itself that load their modules when one is needed
_MADE_UP: Final = tuple(f"{package}." for package in _LATE)
_REACHES: Final = ("open", "import")  # what a library does that needs a file
_missed: Final[list[str]] = []


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def load_ahead() -> None:
    """Load what Python loads late, of packages that are in use: a confined process can load nothing."""
    for package in _LATE:
        if package in sys.modules:
            for module in iter_modules(sys.modules[package].__path__, f"{package}."):
                with suppress(ImportError):  # some belong to other systems
                    import_module(module.name)


def confine(pipe: int) -> None:
    """Take all from this process but memory and a pipe to write to; as much of it as the system can take.

    Args:
        pipe: number of the file that it is to write to.
    """
    sys.addaudithook(_note)
    if sys.platform != "linux" or sys.byteorder != "little" or sys.maxsize < 1 << 32:
        return
    with suppress(OSError, AttributeError):
        system: Any = ctypes.CDLL(None)
        _call(system.prctl, _NO_MORE_RIGHTS, 1, 0, 0, 0)
        _shut_files_off(system)
        if machine := _MACHINES.get(platform.machine()):
            code = _filter(machine, pipe)
            program = _Program(len(code) // 8, code)
            _call(system.prctl, _FILTER_CALLS, _BY_PROGRAM, ctypes.addressof(program), 0, 0)


def missed() -> bool:
    """Whether something was reached for since, in Python, that was not loaded ahead."""
    return bool(_missed)


def _note(event: str, what: tuple[Any, ...]) -> None:
    # What is not in the packages that were loaded whole is nowhere: an encoding that a file makes up.
    if event in _REACHES and not str(what[0]).startswith(_MADE_UP):
        _missed.append(event)


def _call(function: Any, *numbers: int) -> int:
    return int(function(*map(ctypes.c_ulong, numbers)))


def _shut_files_off(system: Any) -> None:
    version = _call(system.syscall, _MAKE_RULES, 0, 0, 1)
    if version < 1:
        return
    rights = [_FILE_RIGHTS[min(version, len(_FILE_RIGHTS) - 1)]]
    if version >= _NETWORK_SINCE:
        rights.append(0b11)  # to bind, to connect
    if version >= _SCOPES_SINCE:
        rights.append(0b11)  # sockets without a path, signals
    held = struct.pack(f"<{len(rights)}Q", *rights)
    rules = ctypes.create_string_buffer(held, len(held))
    number = _call(system.syscall, _MAKE_RULES, ctypes.addressof(rules), len(held), 0)
    if number >= 0:
        _call(system.syscall, _OBEY_RULES, number, 0)
        system.close(number)


def _filter(machine: _Machine, pipe: int) -> bytes:
    """The program that the kernel runs for each call: first match decides; jumps are counts of what is left out."""
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine.name), (_GIVE, 0, 0, _END), (_LOAD, 0, 0, _CALL)]
    for number in machine.free:
        steps += [(_EQUAL, 0, 1, number), (_GIVE, 0, 0, _ALLOW)]
    for number in machine.making:
        steps += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, _THIRD), (_ANY_BIT, 1, 0, _RUNNABLE)]
        steps += [(_GIVE, 0, 0, _ALLOW), (_GIVE, 0, 0, _REFUSE)]
    steps += [(_EQUAL, 0, 3, machine.write), (_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, pipe), (_GIVE, 0, 0, _ALLOW)]
    steps += [(_GIVE, 0, 0, _REFUSE)]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)
