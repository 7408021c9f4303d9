"""Kinds of drive: those of other machines, and those on which a file does not stay."""

import sys
from pathlib import Path

from onestop_cli.errors import N_

NETWORK = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
        "nfs4", "orangefs", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
        *(
            f"fuse.{kind}"
            for kind in (
                "ceph", "cephfs", "davfs2", "gcsfuse", "glusterfs", "grpcfuse", "gvfsd-fuse", "juicefs", "osxfs",
                "prl_fsd", "rclone", "s3fs", "seaweedfs", "sshfs", "vmhgfs-fuse",
            )
        ),
    }
)  # fmt: skip
"""Drives of other machines, and folders that one shows to a machine within it: locks do not hold on both sides."""
_LOCAL_FUSE = frozenset(
    f"fuse.{kind}"
    for kind in ("bindfs", "cryfs", "encfs", "exfat", "fuse-overlayfs", "gocryptfs", "mergerfs", "ntfs-3g", "veracrypt")
)
_LOST = {
    "overlay": N_("it lies in a container's own layer and goes with the container: keep it in a volume"),
    "fuse.fuse-overlayfs": N_("it lies in a container's own layer and goes with the container: keep it in a volume"),
    "aufs": N_("it lies in a container's own layer and goes with the container: keep it in a volume"),
    "tmpfs": N_("it lies in memory and is gone when the machine is turned off: keep it on a disk"),
    "ramfs": N_("it lies in memory and is gone when the machine is turned off: keep it on a disk"),
}
_UNKNOWN = N_("it lies on a drive of which it is not known whether two clerks are kept apart there: ask who set it up")
_REMOTE = 4
"""What Windows calls a drive of another machine."""


def drive_warning(kind: str) -> str:
    """What is to be said of a kind of drive, as `store.disk.file_system` names it: a message id, empty for nothing."""
    if kind.startswith("fuse.") and kind not in NETWORK | _LOCAL_FUSE:
        return _UNKNOWN
    return _LOST.get(kind, "")


def windows_network_drive(path: Path) -> str:
    """The network drive of Windows on which a file lies; empty for a disk of this machine."""
    if sys.platform != "win32":
        return ""
    import ctypes

    drive = path.absolute().drive
    if drive.startswith("\\\\"):
        return "UNC"
    return drive if ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE else ""
