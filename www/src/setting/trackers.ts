/**
 * What advertisers, newsletters and course systems add to links on their way. It says nothing of a lesson, and nobody is told of
 * it. A lesson's own parameter goes before: what it names is never taken for one of these.
 */

const NAMES: ReadonlySet<string> = new Set([
  "_branch_match_id",
  "_ga",
  "_gl",
  "_hsenc",
  "_hsmi",
  "_openstat",
  "cmpid",
  "dclid",
  "dgcid",
  "efid",
  "epik",
  "fb_action_ids",
  "fb_ref",
  "fb_source",
  "fbclid",
  "gad_campaignid",
  "gad_source",
  "gbraid",
  "gclid",
  "gclsrc",
  "hsctatracking",
  "igsh",
  "igshid",
  "irclickid",
  "li_fat_id",
  "mibextid",
  "mkt_tok",
  "msclkid",
  "rdt_cid",
  "ref_src",
  "ref_url",
  "s_cid",
  "s_kwcid",
  "scid",
  "si",
  "sms_click",
  "spm",
  "srsltid",
  "ttclid",
  "twclid",
  "vero_id",
  "wbraid",
  "wickedid",
  "yclid",
  "ysclid",
]);

const FAMILIES = /^(?:utm|mc|mtm|matomo|pk|piwik|hsa|oly|ml|ns|elq|trk|sc|at|itm)_/;

export function isTracker(name: string): boolean {
  const lower = name.toLowerCase();
  return NAMES.has(lower) || FAMILIES.test(lower);
}
