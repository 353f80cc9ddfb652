using System.Globalization;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>The tokens that mark the three parts of a document that is filled in.</summary>
/// <param name="Prefix">Stands before what comes first in the document.</param>
/// <param name="Middle">Stands before what is filled in.</param>
/// <param name="Suffix">Stands before what comes last in the document.</param>
public sealed record FillInTokens(int Prefix, int Middle, int Suffix);

/// <summary>
/// Fill in the middle (Bavarian et al. 2022): a share of the documents is cut in three at two random places, and the middle is put last, so that a decoder which learns to say the next token
/// learns to write what stands between two texts. Half of them come as prefix, suffix, middle (PSM), the others with the suffix first (SPM, section 3: the marks of suffix and prefix, the suffix, the mark of
/// the middle, and then prefix and middle as one text). What is cut follows from the place of a sequence in the training.
/// </summary>
/// <remarks>
/// The three marks take room: they go where the sequence has padding. A document for which there is none stays as it is, but for <see cref="CutsEnds"/>; so does one that the
/// data train in part only, as an answer is not cut from its question, and one of fewer than three tokens. A token that ends a document stays at its end.
/// </remarks>
public sealed class FillInTheMiddle : Objective
{
    private const int Marks = 3;
    private readonly NextToken _nextToken = new();
    private readonly FillInTokens _marks;
    private readonly int? _endOfText;

    /// <summary>Makes it.</summary>
    /// <param name="marks">The marks of the parts, special tokens of the vocabulary.</param>
    /// <param name="endOfText">The token that ends a document; null for none.</param>
    public FillInTheMiddle(FillInTokens marks, int? endOfText)
    {
        (_marks, _endOfText) = (marks, endOfText);
    }

    /// <summary>The share of documents that is cut.</summary>
    public double Rate { get; init => field = Share(value, "documents that are cut"); } = 0.5;

    /// <summary>The share of these that has the suffix first.</summary>
    public double SuffixFirst { get; init => field = Share(value, "documents with the suffix first"); } = 0.5;

    /// <summary>Whether a document loses as many of its last tokens as its marks need beyond the padding that there is. Sequences that are full can be trained so.</summary>
    public bool CutsEnds { get; init; }

    /// <summary>The seed of the cuts.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "fill-in-the-middle";

    /// <summary>Plain text, so that figures compare with those of other models.</summary>
    public override Objective Measured => _nextToken;

    /// <inheritdoc/>
    public override string? FindMisfit(ModelConfig model)
    {
        var largest = Math.Max(_marks.Prefix, Math.Max(_marks.Middle, _marks.Suffix));
        return _nextToken.FindMisfit(model) ?? (largest < model.VocabularySize && _marks is { Prefix: >= 0, Middle: >= 0, Suffix: >= 0 } ? null
            : Invariant($"The marks of prefix, middle and suffix are the tokens {_marks.Prefix}, {_marks.Middle} and {_marks.Suffix}, and the model knows {model.VocabularySize}; extend its vocabulary."));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> Inputs(int batch, int time) => _nextToken.Inputs(batch, time);

    /// <inheritdoc/>
    public override int Fill(PackedSequence sequence, long place, ObjectiveBatch batch, int row)
        => _nextToken.Fill(Reorder(sequence, place), place, batch, row);

    /// <inheritdoc/>
    public override void Clear(ObjectiveBatch batch, int row) => _nextToken.Clear(batch, row);

    /// <inheritdoc/>
    public override LossTensors Loss(Model model, IReadOnlyList<Tensor> inputs, Tensor scale) => _nextToken.Loss(model, inputs, scale);

    /// <summary>The sequence with some of its documents reordered; itself where none is.</summary>
    /// <param name="sequence">What was packed.</param>
    /// <param name="place">Its place in the training.</param>
    public PackedSequence Reorder(PackedSequence sequence, long place)
    {
        var random = new RandomStream(Seed, string.Create(CultureInfo.InvariantCulture, $"fill-in-the-middle/{place}"));
        var documents = sequence.Documents().ToList();
        var room = IsPadding(sequence, documents[^1]) ? documents[^1].End - documents[^1].Start : 0;
        var result = new PackedSequence(sequence.Tokens.Length);
        result.Targets.AsSpan().Fill(-1);
        var at = 0;
        foreach (var document in documents)
        {
            var length = document.End - document.Start;
            if (Parts(sequence, document, room, random) is { } tokens)
            {
                room -= Math.Max(0, tokens.Length - length);
                tokens.CopyTo(result.Tokens, at);
                tokens.AsSpan(1).CopyTo(result.Targets.AsSpan(at));
                length = tokens.Length;
            }
            else
            {
                // The padding is what the marks have left of it.
                length = Math.Min(length, result.Tokens.Length - at);
                sequence.Tokens.AsSpan(document.Start, length).CopyTo(result.Tokens.AsSpan(at));
                sequence.Targets.AsSpan(document.Start, length).CopyTo(result.Targets.AsSpan(at));
            }

            result.DocumentStarts.AsSpan(at, length).Fill(at);
            at += length;
        }

        return result;
    }

    /// <summary>A document with its middle last; null where it stays as it is.</summary>
    private int[]? Parts(PackedSequence sequence, (int Start, int End) document, int room, RandomStream random)
    {
        // Drawn in any case, so that what one document does changes nothing for the next.
        var (isCut, isSuffixFirst) = (random.NextDouble() < Rate, random.NextDouble() < SuffixFirst);
        var (one, other) = (random.NextDouble(), random.NextDouble());
        var text = sequence.Tokens.AsSpan(document.Start, document.End - document.Start);
        if (!isCut || text.Length < Marks || sequence.Targets.AsSpan(document.Start, text.Length - 1).Contains(-1))
        {
            return null;
        }

        var end = _endOfText is { } endOfText && text[^1] == endOfText ? text[^1..] : [];
        text = text[..^end.Length];
        if (room < Marks)
        {
            var missing = Marks - room;
            if (!CutsEnds || text.Length < missing + Marks)
            {
                return null;
            }

            text = text[..^missing];
        }

        var (first, second) = ((int)(Math.Min(one, other) * (text.Length + 1)), (int)(Math.Max(one, other) * (text.Length + 1)));
        var prefix = text[..first];
        var middle = text[first..second];
        var suffix = text[second..];
        return isSuffixFirst
            ? [_marks.Prefix, _marks.Suffix, .. suffix, _marks.Middle, .. prefix, .. middle, .. end]
            : [_marks.Prefix, .. prefix, _marks.Suffix, .. suffix, _marks.Middle, .. middle, .. end];
    }

    /// <summary>Nothing is trained in padding, nor in what is filled up like it.</summary>
    private static bool IsPadding(PackedSequence sequence, (int Start, int End) last)
        => !sequence.Targets.AsSpan(last.Start, last.End - last.Start).ContainsAnyExcept(-1);

    private static double Share(double value, string what)
        => value is >= 0 and <= 1 ? value : throw new ArgumentException(Invariant($"The share of {what} is {value}; it must lie between 0 and 1."));
}
