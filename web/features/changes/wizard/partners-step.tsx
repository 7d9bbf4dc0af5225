"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button.tsx";
import { InputField, SelectField } from "../../../ui/form.tsx";
import { ChoiceCard } from "./choice-card.tsx";
import { signedOn, type Ground, type GroundPartner } from "../draft/ground-types.ts";
import { PartnerChoices } from "./partner-choices.tsx";
import { PreviewPanel } from "../draft/preview-panel.tsx";
import { PreviewPartners } from "../draft/preview-partners.tsx";
import { StepForm, type StepProps } from "./step-parts.tsx";
import { useListed, type Listed } from "../draft/use-listed.ts";

/** Who is touched, and what stands in the way of each. */
export function PartnersStep(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, preview } = step;
  return (
    <StepForm step={step}>
      {draft.strategy === "MODIFY" ? (
        <p className="max-w-prose">{t("everyoneSigned")}</p>
      ) : draft.strategy === "SWITCH" ? (
        <SwitchPartners {...step} />
      ) : (
        <Chosen {...step} />
      )}
      <PreviewPanel state={preview}>
        {(found) => <PreviewPartners preview={found} draft={draft} today={step.today} />}
      </PreviewPanel>
    </StepForm>
  );
}

function SwitchPartners(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, onChange } = step;
  const everyone = draft.everyoneOnTermsId;
  const mostUsed =
    ground.terms
      .toSorted((a, b) => signedOn(ground, b.id).length - signedOn(ground, a.id).length)
      .find(({ id }) => id !== draft.termsId) ?? ground.terms[0];
  return (
    <>
      <fieldset className="grid gap-3 md:grid-cols-2">
        <legend className="sr-only">{t("steps.partners")}</legend>
        <ChoiceCard
          name="who"
          value="chosen"
          checked={everyone === null}
          onChoose={() => onChange({ everyoneOnTermsId: null })}
          title={t("chosenPartners")}
        />
        <ChoiceCard
          name="who"
          value="everyone"
          checked={everyone !== null}
          onChoose={() => onChange({ everyoneOnTermsId: mostUsed?.id ?? null })}
          title={t("everyoneOnTerms")}
        />
      </fieldset>
      {everyone === null ? (
        <Chosen {...step} />
      ) : (
        <>
          <div className="max-w-md">
            <SelectField
              name="everyoneOnTermsId"
              label={t("onWhichTerms")}
              value={everyone}
              onChange={(event) =>
                onChange({ everyoneOnTermsId: event.target.value, excludePartnerIds: [] })
              }
              options={ground.terms.map((each) => ({
                value: each.id,
                label: t("termsWithPartners", {
                  name: each.name,
                  count: signedOn(ground, each.id).length,
                }),
              }))}
            />
          </div>
          <LeftOut step={step} termsId={everyone} />
        </>
      )}
    </>
  );
}

/** Of everyone on the terms. */
function LeftOut({ step, termsId }: { step: StepProps; termsId: string }): ReactNode {
  const t = useTranslations("changes");
  const [search, setSearch] = useState("");
  const { draft, ground, onChange } = step;
  const listed = useListed(ground, search);
  return (
    <>
      {ground.complete ? null : <Search text={search} onText={setSearch} />}
      <PartnerChoices
        label={t("leaveOut")}
        name="excludePartnerIds"
        partners={listed.partners.filter(({ contract }) => contract?.termsId === termsId)}
        chosen={draft.excludePartnerIds}
        onChange={(excludePartnerIds) => onChange({ excludePartnerIds })}
      />
      <ListedNote ground={ground} listed={listed} />
    </>
  );
}

function Search({ text, onText }: { text: string; onText: (text: string) => void }): ReactNode {
  const t = useTranslations("changes");
  return (
    <div className="w-full max-w-form">
      <InputField
        name="search"
        type="search"
        label={t("searchPartners")}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        autoComplete="off"
      />
    </div>
  );
}

/** That there are more than are listed, and what the search for them does. */
function ListedNote({ ground, listed }: { ground: Ground; listed: Listed }): ReactNode {
  const t = useTranslations("changes");
  const choice = useTranslations("partners.choice");
  if (ground.complete) return null;
  return (
    <output className="text-warning">
      {listed.searching
        ? choice("searching")
        : listed.failed
          ? choice("searchFailed")
          : listed.more
            ? choice("typeMore")
            : t("notAllPartners")}
    </output>
  );
}

const canFollow = (step: StepProps, { contract }: GroundPartner): boolean =>
  step.draft.strategy === "INVITE" ? contract === null : contract !== null;

/**
 * One by one, by a search, or by a group. Those who cannot follow are listed too, so that nobody
 * looks for them in vain.
 */
function Chosen(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const [search, setSearch] = useState("");
  const { draft, ground, onChange } = step;
  const listed = useListed(ground, search);
  const shown = listed.partners;
  const able = shown.filter((partner) => canFollow(step, partner)).map(({ id }) => id);
  const add = (ids: readonly string[]) =>
    onChange({ partnerIds: [...new Set([...draft.partnerIds, ...ids])] });
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        <Search text={search} onText={setSearch} />
        <Button onClick={() => add(able)}>{t("chooseShown", { count: able.length })}</Button>
        <Button onClick={() => onChange({ partnerIds: [] })}>{t("chooseNone")}</Button>
      </div>
      <GroupButtons groups={ground.groups} onAdd={add} />
      <PartnerChoices
        label={t("partnersOf")}
        name="partnerIds"
        partners={shown}
        chosen={draft.partnerIds}
        onChange={(partnerIds) => onChange({ partnerIds })}
      />
      <ListedNote ground={ground} listed={listed} />
    </>
  );
}

function GroupButtons({
  groups,
  onAdd,
}: {
  groups: Ground["groups"];
  onAdd: (ids: readonly string[]) => void;
}): ReactNode {
  const t = useTranslations("changes");
  if (groups.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {groups.map(({ id, name, partnerIds }) => (
        <Button key={id} size="small" onClick={() => onAdd(partnerIds)}>
          {t("addGroup", { name, count: partnerIds.length })}
        </Button>
      ))}
    </div>
  );
}
