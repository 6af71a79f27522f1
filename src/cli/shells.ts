// The shells that `orrery completion` knows: apart from the scripts, because help names them and loads nothing else.
// PowerShell is not among them.

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];
