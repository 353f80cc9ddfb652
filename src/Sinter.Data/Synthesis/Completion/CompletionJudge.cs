using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>Asks a model for a mark from 1 to 5 for each draft, with a reason. A mark that cannot be read is asked for once more, and is 0 then.</summary>
/// <param name="model">The model; it may be another than the one that made the draft.</param>
public sealed class CompletionJudge(ITextCompletion model)
{
    private const int MaximumTokens = 200;
    private const int Attempts = 2;

    /// <summary>What the marks depend on, as one text.</summary>
    public string Settings => model.Name;

    internal async Task<SynthesisDraft> JudgeAsync(SourceChunk chunk, SynthesisDraft draft, ulong seed, CompletionGenerator.Tally tally, CancellationToken cancellation)
    {
        var prompt = CompletionPrompts.Judge(chunk, draft);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var answer = await tally.AskAsync(model, new CompletionRequest(CompletionPrompts.JudgeSystem, prompt, MaximumTokens, 0, (long)(StableHash.Of(prompt, seed + (ulong)attempt) >> 33)), cancellation).ConfigureAwait(false);
            foreach (var fields in AnswerJson.Objects(answer))
            {
                if (fields.TryGetValue("score", out var score) && double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var mark) && mark is >= 1 and <= 5)
                {
                    return draft with { Score = mark, Remark = fields.GetValueOrDefault("reason") is { } reason ? reason[..Math.Min(reason.Length, 300)] : null };
                }
            }
        }

        return draft with { Score = 0, Remark = "the judge gave no mark that could be read" };
    }
}
