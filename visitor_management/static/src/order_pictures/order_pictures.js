import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { registry } from "@web/core/registry";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Pictures side by side, each opens large; a thumb finds them. */
export class PictureGrid extends Component {
    static template = "visitor_management.PictureGrid";
    static props = {
        pictures: Array, // of {id, name, url}
        onRemove: { type: Function, optional: true },
    };

    setup() {
        this.viewer = useFileViewer();
    }

    open(picture) {
        const files = this.props.pictures.map(({ id, name, url }) => ({
            id,
            name,
            displayName: name,
            defaultSource: url,
            downloadUrl: url,
            isImage: true,
            isViewable: true,
        }));
        this.viewer.open(
            files.find(({ id }) => id === picture.id),
            files
        );
    }

    label({ name }) {
        return _t("Show %(name)s large", { name });
    }

    removeLabel({ name }) {
        return _t("Remove %(name)s", { name });
    }
}

/** The pictures of the client, as the order shows them. */
export class CasePicturesField extends Component {
    static template = "visitor_management.CasePicturesField";
    static components = { PictureGrid };
    static props = { ...standardFieldProps };

    get pictures() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("client_case_pictures", {
    component: CasePicturesField,
    supportedTypes: ["json"],
    isEmpty: (record, name) => !record.data[name]?.length,
});

/** Pictures that somebody takes on the spot: a phone offers its camera. */
export class OrderPicturesField extends Many2ManyBinaryField {
    static template = "visitor_management.OrderPicturesField";
    static components = { ...Many2ManyBinaryField.components, PictureGrid };

    get pictures() {
        return this.files.map(({ id, name }) => ({ id, name, url: `/web/image/${id}` }));
    }

    get onRemove() {
        return this.props.readonly ? undefined : ({ id }) => this.onFileRemove(id);
    }

    get takeText() {
        return this.files.length ? _t("Another picture") : _t("Take a picture");
    }
}

registry.category("fields").add("client_order_pictures", {
    ...many2ManyBinaryField,
    component: OrderPicturesField,
    isEmpty: (record, name) => !record.data[name].records.length,
});
