"""What keeps a backup from being made, read or put back."""


class BackupFailed(RuntimeError):
    """Nothing was changed. The message says why and what to do, and quotes no row."""
