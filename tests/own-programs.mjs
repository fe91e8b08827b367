// The lessons whose program is the reader's own: they mirror no listing, and nothing of them runs by itself.

export const OWN_PROGRAMS = new Set(["python", "check-then-act", "condition", "deadlock", "explore"]);
