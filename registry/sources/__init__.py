"""Where design documents come from: a directory, a git reference, or a remote registry's memory of them."""

from registry.sources.directory import read_directory
from registry.sources.file import SourceFile, SourceUnreadable
from registry.sources.git import Repository, find_repository
from registry.sources.remote import RegistryUnreachable, RemoteProblem, RemoteRefusal, RemoteRegistry

__all__ = [
    "RegistryUnreachable",
    "RemoteProblem",
    "RemoteRefusal",
    "RemoteRegistry",
    "Repository",
    "SourceFile",
    "SourceUnreadable",
    "find_repository",
    "read_directory",
]
