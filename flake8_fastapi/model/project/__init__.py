"""The files of a project: which one an import means, what their texts tell, who uses what."""
