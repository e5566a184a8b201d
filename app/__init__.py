"""Settings, assembly, command line, jobs and the demo city: the only place that knows everything."""
