const { DateTime } = luxon;

/** An hour of the day (16.5) as a field of type time has it: "16:30", or nothing. */
export function hourToText(hour) {
    if (!hour) {
        return "";
    }
    const minutes = Math.round(hour * 60);
    return [Math.floor(minutes / 60), minutes % 60]
        .map((part) => String(part).padStart(2, "0"))
        .join(":");
}

/** The other way round; nothing is 0. */
export function textToHour(text) {
    const [hours, minutes] = (text || "").split(":").map(Number);
    return (hours || 0) + (minutes || 0) / 60;
}

/** A day (ISO) as people write it. */
export function formatDay(day) {
    return asDay(DateTime.fromISO(day));
}

/** The day of a moment, as people write it. */
export function asDay(moment) {
    return moment.toLocaleString({ weekday: "short", month: "short", day: "numeric" });
}

/** An hour of the day as people write it. */
export function formatHour(hour) {
    return DateTime.fromISO(hourToText(hour)).toLocaleString(DateTime.TIME_SIMPLE);
}
