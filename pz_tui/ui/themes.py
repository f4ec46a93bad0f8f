"""The two themes: every text colour stands at 4.5:1 or more on every ground it is used on (WCAG 2.2 AA)."""

from __future__ import annotations

from textual.theme import Theme

DARK = "pz-dark"
LIGHT = "pz-light"


def _theme(name: str, dark: bool, colours: dict[str, str]) -> Theme:
    ink, muted, ground = colours["ink"], colours["muted"], colours["ground"]
    accent, raised = colours["accent"], colours["raised"]
    return Theme(
        name=name,
        dark=dark,
        primary=colours["primary"],
        secondary=colours["primary"],
        accent=accent,
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground=ink,
        background=ground,
        surface=colours["surface"],
        panel=raised,
        boost=colours["surface"],
        variables={
            "pz-muted": muted,
            "pz-rule": colours["rule"],
            "pz-doctor": colours["primary"],
            "pz-patient": accent,
            "pz-good": colours["success"],
            "pz-warn": colours["warning"],
            "pz-bad": colours["error"],
            "text-muted": muted,
            "text-disabled": muted,
            "text-primary": colours["primary"],
            "text-secondary": colours["primary"],
            "text-accent": accent,
            "text-warning": colours["warning"],
            "text-error": colours["error"],
            "text-success": colours["success"],
            "foreground-muted": muted,
            "border": accent,
            "border-blurred": colours["rule"],
            "block-cursor-foreground": colours["cursor_ink"],
            "block-cursor-background": accent,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": ink,
            "block-cursor-blurred-background": raised,
            "block-cursor-blurred-text-style": "none",
            "block-hover-background": raised,
            "input-cursor-background": ink,
            "input-cursor-foreground": ground,
            "input-selection-background": colours["selection"],
            "screen-selection-background": colours["selection"],
            "screen-selection-foreground": ink,
            "footer-foreground": muted,
            "footer-background": ground,
            "footer-key-foreground": accent,
            "footer-key-background": ground,
            "footer-description-foreground": muted,
            "footer-description-background": ground,
            "footer-item-background": ground,
            "button-foreground": ink,
            "button-color-foreground": colours["cursor_ink"],
            "button-focus-text-style": "bold reverse",
            "scrollbar": colours["rule"],
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
        },
    )


def themes() -> tuple[Theme, Theme]:
    """The dark and the light theme."""
    dark = _theme(
        DARK,
        True,
        {
            "ground": "#14181d", "surface": "#1a2027", "raised": "#252d37", "ink": "#e1e7ee",
            "muted": "#9fabb8", "rule": "#46525f", "primary": "#8dbbec", "accent": "#7cc9bd",
            "warning": "#e9bd74", "error": "#f39c95", "success": "#96d1a1", "cursor_ink": "#0d1216",
            "selection": "#2f4a5c",
        },
    )  # fmt: skip
    light = _theme(
        LIGHT,
        False,
        {
            "ground": "#fbfaf7", "surface": "#f4f2ed", "raised": "#e9e6df", "ink": "#1f2933",
            "muted": "#4f5b67", "rule": "#a9aca9", "primary": "#174f86", "accent": "#0a5f57",
            "warning": "#7a4800", "error": "#9c2b24", "success": "#255e35", "cursor_ink": "#ffffff",
            "selection": "#c9dde4",
        },
    )  # fmt: skip
    return dark, light
