"""The course between profiling and the track: modules, assessment, reflection, confirmation."""
