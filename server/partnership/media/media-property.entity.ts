import { defineEntity, p } from "@mikro-orm/postgresql";
import { mediaPropertiesShown } from "../../platform/auth/tenant.ts";

const MediaPropertySchema = defineEntity({
  name: "MediaProperty",
  tableName: "media_property",
  filters: mediaPropertiesShown,
  properties: {
    id: p.uuid().primary(),
    partnerAccountId: p.uuid(),
    name: p.text(),
    url: p.text(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    removedAt: p.datetime(3).nullable(),
  },
});
/** Where a partner promotes: a site, an app, a channel. */
export class MediaProperty extends MediaPropertySchema.class {}
MediaPropertySchema.setClass(MediaProperty);
