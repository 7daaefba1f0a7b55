"""From a name to a model in memory: the catalog, download, memory, loading."""
