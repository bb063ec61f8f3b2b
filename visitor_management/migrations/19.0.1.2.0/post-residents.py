"""Residents announce what visits they may choose: of the kinds that came with us."""

KINDS = tuple(
    f"visitor_visit_type_{kind}" for kind in ("business", "private", "delivery")
)


def migrate(cr, version):
    """Kinds of visit are no update's to write: those of an earlier version say it."""
    cr.execute(
        """
        UPDATE visitor_visit_type kind SET for_residents = TRUE
          FROM ir_model_data known
         WHERE known.model = 'visitor.visit.type' AND known.res_id = kind.id
           AND known.module = 'visitor_management' AND known.name IN %s
        """,
        [KINDS],
    )
