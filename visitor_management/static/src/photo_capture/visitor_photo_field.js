import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ImageField, imageField } from "@web/views/fields/image/image_field";
import { PhotoDialog } from "./photo_dialog";

/** An image field that the webcam of the desk fills. */
export class VisitorPhotoField extends ImageField {
    static template = "visitor_management.VisitorPhotoField";

    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    takePhoto() {
        this.dialog.add(PhotoDialog, {
            title: _t("Photo"),
            onPhoto: (photo) => this.props.record.update({ [this.props.name]: photo }),
        });
    }
}

export const visitorPhotoField = {
    ...imageField,
    component: VisitorPhotoField,
    displayName: _t("Visitor photo"),
};

registry.category("fields").add("visitor_photo", visitorPhotoField);
