"""From first login to the track: results, journey, profiling, foundations."""
