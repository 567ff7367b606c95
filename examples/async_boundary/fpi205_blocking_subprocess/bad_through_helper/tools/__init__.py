from .git import Repository, head, release_notes, tag_name

__all__ = ["Repository", "head", "release_notes", "tag_name"]
