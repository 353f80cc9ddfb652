using System.Globalization;
using Sinter.Data.Lineage;

namespace Sinter.Data.Synthesis;

/// <summary>Chooses what is kept of a document: the units take turns, so that a bound for the document leaves something of each; what is judged bad or was made before does not count.</summary>
internal sealed class ItemSelection(ItemJudge judge, SynthesisOptions options, SynthesisWriter writer, SynthesisResult result)
{
    private readonly ItemDuplicates _duplicates = new(options.MaximumOverlap);

    /// <summary>Takes the units of the next document.</summary>
    public void Add(IReadOnlyList<(SynthesisUnit Unit, SynthesisDrafts Drafts)> document)
    {
        result.Documents++;
        var kept = new List<Kept>();
        var turns = document.Where(static part => part.Drafts.Drafts.Count > 0).Select(static part => new Turn(part.Unit, part.Drafts.Drafts)).OrderBy(turn => StableHash.Of(turn.Unit.Key, options.Seed)).ToList();
        foreach (var (unit, drafts) in document)
        {
            if (drafts.Fault is { } fault)
            {
                result.CountFault(drafts.FaultName ?? "fault", fault);
                writer.RefuseChunk(unit, drafts.FaultName ?? "fault", fault);
            }
        }

        for (var progress = true; progress;)
        {
            progress = false;
            foreach (var turn in turns)
            {
                if (IsFull(kept.Count))
                {
                    break;
                }

                progress |= Take(turn, kept);
            }
        }

        result.PassedOver += turns.Sum(static turn => turn.Drafts.Count - turn.Next);
        result.UsedDocuments += kept.Count > 0 ? 1 : 0;
        foreach (var item in kept.OrderBy(static item => item.Chunk.Number).ThenBy(static item => item.Draft.Kind).ThenBy(static item => item.Number))
        {
            writer.Keep(item.Id, item.Draft, item.Chunk, item.Judgement);
        }

        result.IsLimited = options.Limit > 0 && result.Kept >= options.Limit;
    }

    private bool IsFull(int kept) => (options.PerDocument > 0 && kept >= options.PerDocument) || (options.Limit > 0 && result.Kept >= options.Limit);

    /// <summary>Goes on to the next good item of a unit; false where there is none, or the unit has its share.</summary>
    private bool Take(Turn turn, List<Kept> kept)
    {
        while (turn.Kept < turn.Unit.Count && turn.Next < turn.Drafts.Count)
        {
            var number = turn.Next++;
            var chunk = turn.Unit.Chunk!;
            var draft = WithContext(turn.Drafts[number], chunk);

            // The sign makes it part of the document's family, so that it is forgotten with it.
            var id = string.Create(CultureInfo.InvariantCulture, $"{chunk.Document.Id}{DocumentFamily.CopySign}{SynthesisKinds.Name(draft.Kind)}-{chunk.Number + 1}-{number + 1}");
            result.Made++;
            var judgement = judge.Judge(draft, chunk);
            if (judgement.Failed is { } rule)
            {
                result.CountRefused(rule.Name);
                writer.Refuse(id, draft, chunk, rule.Name, judgement.Reason!);
            }
            else if (_duplicates.Add(id, draft) is { } same)
            {
                result.Duplicates++;
                writer.Refuse(id, draft, chunk, "duplicate", same);
            }
            else
            {
                turn.Kept++;
                result.CountKept(draft);
                kept.Add(new Kept(id, number, draft, chunk, judgement));
                return true;
            }
        }

        return false;
    }

    private SynthesisDraft WithContext(SynthesisDraft draft, SourceChunk chunk) =>
        options.WithContext && draft.Kind is (SynthesisKind.Qa or SynthesisKind.Preference) ? draft with { Prompt = $"{chunk.Text}\n\n{draft.Prompt}" } : draft;

    private sealed record Kept(string Id, int Number, SynthesisDraft Draft, SourceChunk Chunk, Judgement Judgement);

    private sealed class Turn(SynthesisUnit unit, IReadOnlyList<SynthesisDraft> drafts)
    {
        public SynthesisUnit Unit { get; } = unit;

        public IReadOnlyList<SynthesisDraft> Drafts { get; } = drafts;

        public int Next { get; set; }

        public int Kept { get; set; }
    }
}
