from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...tools.admission import works
from ...tools.sentences import say

_lt = LazyTranslate(__name__)


class VisitorContractorPaper(models.Model):
    """Green, amber or red: what a guard sees who scans the pass of a worker.

    It says whether the person may work at this site now, and nothing of what stands on
    the papers of a person.
    """

    _inherit = "visitor.contractor.paper"

    @api.model
    def _light(self, registration, site):
        """The light of one visitor at a site.

        :param registration: ``visitor.registration`` that the caller may read
        :param site: ``visitor.site`` where the pass is scanned
        :return: as :meth:`_lights`, or False where no work permit is asked for
        """
        return self._lights(registration, site).get(registration.id, False)

    @api.model
    def _lights(self, registrations, site=None):
        """The lights of those visitors who come to work.

        :param registrations: ``visitor.registration`` that the caller may read
        :param site: where they are; default: the site of each
        :return: dict from the id of a registration to ``{"colour": green, amber or red,
            "sentence"}``
        """
        workers = registrations.filtered("visit_id.type_id.permit_required")
        facts = self.env["visitor.admission"]._facts(workers)
        lights = {}
        for person in workers:
            colour, sentence = works.light(facts[person.id])
            if site and person.site_id != site:
                colour, sentence = "red", _lt("This pass is for another site.")
            lights[person.id] = {
                "colour": colour,
                "sentence": say(self.env, sentence),
            }
        return lights
