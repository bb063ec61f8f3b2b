import { registry } from "@web/core/registry";
import { computeM2OProps, Many2One } from "@web/views/fields/many2one/many2one";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { Many2XAutocomplete } from "@web/views/fields/relational_utils";

/**
 * Offers whom an item of a client visit can be given to: colleagues, and the people of
 * the managing company, whom who makes the visit can't look up elsewhere.
 */
class SolverAutocomplete extends Many2XAutocomplete {
    static props = { ...Many2XAutocomplete.props, visitId: { optional: true } };

    get autoCompleteProps() {
        return { ...super.autoCompleteProps, dropdown: true };
    }

    /** The dialog behind it lists employees, whom few may read. */
    addSearchMoreSuggestion() {
        return false;
    }

    search(name) {
        return this.orm.call("client.visit.item", "find_solvers", [], {
            visit_id: this.props.visitId || false,
            name,
            limit: this.props.searchLimit + 1,
        });
    }
}

class SolverMany2One extends Many2One {
    static components = { ...Many2One.components, Many2XAutocomplete: SolverAutocomplete };
    static props = { ...Many2One.props, visitId: { optional: true } };

    get many2XAutocompleteProps() {
        return {
            ...super.many2XAutocompleteProps,
            dropdown: false, // on a phone, too, one types a name instead of a dialog
            searchLimit: 20,
            visitId: this.props.visitId,
        };
    }
}

export class ClientSolverField extends Many2OneField {
    static components = { Many2One: SolverMany2One };

    get m2oProps() {
        const { data, evalContext } = this.props.record;
        const visit = evalContext.parent?.id || data.visit_id?.id;
        return { ...computeM2OProps(this.props), visitId: visit };
    }
}

registry.category("fields").add("client_solver", buildM2OFieldDescription(ClientSolverField));
