using System.Globalization;

namespace Sinter.Evaluation.Metrics;

/// <summary>BLEU of a corpus or a sentence, with what it is made of.</summary>
/// <param name="Score">The score, 0 to 100.</param>
/// <param name="Precisions">The share of the candidates' n-grams that match, in percent, for n from 1 to 4; smoothed where nothing matches.</param>
/// <param name="BrevityPenalty">What the score is multiplied by for being short: 1 for none.</param>
/// <param name="CandidateLength">Tokens of the candidates.</param>
/// <param name="ReferenceLength">Tokens of the references nearest in length.</param>
public sealed record BleuScore(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, long CandidateLength, long ReferenceLength)
{
    /// <summary>The score as the field writes it: <c>BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"BLEU = {Score:0.00} {string.Join('/', Precisions.Select(static precision => precision.ToString("0.0", CultureInfo.InvariantCulture)))} (BP = {BrevityPenalty:0.000} ratio = {(ReferenceLength == 0 ? 0 : (double)CandidateLength / ReferenceLength):0.000} hyp_len = {CandidateLength} ref_len = {ReferenceLength})");
}
