"""An oracle that knows only a patient's facts and the words said: it counts contradictions, leaks, misses."""
