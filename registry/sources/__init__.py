"""Where design documents come from: a directory, a git reference, or a remote registry's memory of them."""

from registry.sources.directory import read_directory
from registry.sources.file import SourceFile, SourceUnreadable
from registry.sources.git import Repository, find_repository
from registry.sources.path_segments import segment
from registry.sources.remote import RegistryUnreachable, RemoteProblem, RemoteRefusal, RemoteRegistry
from registry.sources.working_set import (
    GIT,
    SameDocuments,
    WorkingSet,
    read_baseline,
    read_counterparts,
    read_working_set,
)

__all__ = [
    "GIT",
    "RegistryUnreachable",
    "RemoteProblem",
    "RemoteRefusal",
    "RemoteRegistry",
    "Repository",
    "SameDocuments",
    "SourceFile",
    "SourceUnreadable",
    "WorkingSet",
    "find_repository",
    "read_baseline",
    "read_counterparts",
    "read_directory",
    "read_working_set",
    "segment",
]
