"""Which models are of this addon."""

ADDON = "visitor_management"


def is_ours(env, model_name):
    """Whether a model is defined by this addon; fields added to others don't count.

    :param str model_name: may be empty, or that of a model that is not there any more
    """
    model = env.get(model_name)
    return model is not None and model._original_module == ADDON
