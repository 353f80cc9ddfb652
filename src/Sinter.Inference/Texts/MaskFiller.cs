using Sinter.Models;
using Sinter.Models.Heads;
using Sinter.Tokenizers;
using static System.FormattableString;

namespace Sinter.Inference.Texts;

/// <summary>
/// Says which tokens are likeliest where a text has a mask, with an encoder that has a masked language model's head. Special tokens in the text, the mask among them, are taken as such. The
/// model's weights are read, not copied; it serves one caller at a time.
/// </summary>
public sealed class MaskFiller
{
    private const int MostMasks = 64;
    private static readonly string[] UsualMasks = ["[MASK]", "<mask>"];
    private readonly TextModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly TextInputBuilder _inputs;
    private readonly int _mask;
    private TextProgram? _program;

    /// <summary>Makes a filler.</summary>
    /// <param name="model">An encoder with a masked language model's head; nobody else uses it meanwhile.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="mask">The text of the mask token; [MASK] or &lt;mask&gt; where left out.</param>
    /// <exception cref="ArgumentException">The model has another head, or the tokenizer no such token or others than the model.</exception>
    public MaskFiller(TextModel model, Tokenizer tokenizer, string? mask = null)
    {
        if (model.Config.Head != ModelHead.MaskedLanguageModel)
        {
            throw new ArgumentException($"A model of the family {model.Config.Family} with the head {model.Config.Head} fills no masks; give an encoder with a masked language model's head.", nameof(model));
        }

        (_model, _tokenizer, _inputs) = (model, tokenizer, new TextInputBuilder(model.Config, tokenizer));
        _inputs.RequireFit();
        string[] sought = mask is null ? UsualMasks : [mask];
        var found = tokenizer.AddedTokens.FirstOrDefault(token => sought.Contains(token.Content, StringComparer.Ordinal))
            ?? throw new ArgumentException($"The tokenizer has no special token {string.Join(" or ", sought.Select(static text => $"'{text}'"))}; say which one is its mask.", nameof(mask));
        (_mask, Mask) = (found.Id, found.Content);
    }

    /// <summary>The text of the mask token.</summary>
    public string Mask { get; }

    /// <summary>For each mask of a text, in order, the likeliest tokens.</summary>
    /// <param name="text">A text with at least one mask, each to be filled as if the others stayed.</param>
    /// <param name="count">How many tokens, at least 1.</param>
    /// <exception cref="ArgumentException">The text has no mask or too many, or is longer than the context.</exception>
    public IReadOnlyList<IReadOnlyList<MaskCandidate>> Fill(string text, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var tokens = _inputs.Build(text, truncates: false, allowSpecial: true);
        int[] masks = [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i] == _mask)];
        if (masks.Length is 0 or > MostMasks)
        {
            throw new ArgumentException(Invariant($"The text has {masks.Length} masks '{Mask}'; expected 1 to {MostMasks}."), nameof(text));
        }

        var time = _inputs.TimeFor(tokens.Length);
        if (_program is null || _program.Time < tokens.Length || _program.Time > 2 * time || _program.Places.Length < masks.Length)
        {
            _program = new TextProgram(_model, 1, time, [(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)masks.Length)], (hidden, places) => _model.Logits(hidden.Pool(places, TextPooling.First)));
        }

        _program.Fill(0, tokens);
        _program.Places.Clear();
        masks.CopyTo(_program.Places);
        var logits = _program.Run();
        var candidates = new IReadOnlyList<MaskCandidate>[masks.Length];
        for (var i = 0; i < masks.Length; i++)
        {
            // A vocabulary may be padded: the tokens without a text are no candidates.
            candidates[i] = Likeliest(logits.Slice(i * _model.Config.VocabularySize, _tokenizer.VocabularySize), count);
        }

        return candidates;
    }

    private MaskCandidate[] Likeliest(ReadOnlySpan<float> logits, int count)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0.0;
        var ids = new List<(float Logit, int Id)>(logits.Length);
        for (var id = 0; id < logits.Length; id++)
        {
            sum += Math.Exp(logits[id] - largest);
            if (_tokenizer.HasToken(id))
            {
                ids.Add((logits[id], id));
            }
        }

        return [.. ids.OrderByDescending(static pair => pair.Logit).ThenBy(static pair => pair.Id).Take(count)
            .Select(pair => new MaskCandidate(pair.Id, _tokenizer.Decode([pair.Id], skipSpecial: false), Math.Exp(pair.Logit - largest) / sum))];
    }
}
