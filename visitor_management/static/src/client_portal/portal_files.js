import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Says of files that are too large before they are sent: a form that is larger than the
 * server takes would lose what was typed. The sentences stand in the page. */
export class PortalFiles extends Interaction {
    static selector = ".o_client_portal_files";
    dynamicContent = {
        _root: { "t-on-change": this.check },
    };

    check() {
        const { maxFiles, maxSize, tooMany, tooLarge } = this.el.dataset;
        const files = [...this.el.files];
        const large = files.find((file) => file.size > Number(maxSize));
        let refused = "";
        if (files.length > Number(maxFiles)) {
            refused = tooMany;
        } else if (large) {
            refused = `${large.name}: ${tooLarge}`;
        }
        this.el.setCustomValidity(refused);
        this.el.reportValidity();
    }
}

registry.category("public.interactions").add("visitor_management.files", PortalFiles);
