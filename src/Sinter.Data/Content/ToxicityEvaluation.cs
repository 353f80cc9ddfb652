namespace Sinter.Data.Content;

/// <summary>How well scores tell toxic texts from others.</summary>
public sealed class ToxicityEvaluation
{
    private readonly (double Score, bool IsToxic)[] _scores;

    private ToxicityEvaluation(IEnumerable<(double Score, bool IsToxic)> scores) => _scores = [.. scores.OrderBy(static score => score.Score)];

    /// <summary>How many texts were judged.</summary>
    public int Texts => _scores.Length;

    /// <summary>How many of them people call toxic.</summary>
    public int Toxic => _scores.Count(static score => score.IsToxic);

    /// <summary>The area under the curve of the receiver: the probability that a toxic text has a higher score than another one, ties counting half.</summary>
    public double AreaUnderCurve
    {
        get
        {
            double wins = 0;
            var others = 0;
            for (var i = 0; i < _scores.Length;)
            {
                var (toxic, same) = (0, 0);
                var score = _scores[i].Score;
                for (; i < _scores.Length && _scores[i].Score.Equals(score); i++)
                {
                    toxic += _scores[i].IsToxic ? 1 : 0;
                    same += _scores[i].IsToxic ? 0 : 1;
                }

                wins += toxic * (others + (same / 2.0));
                others += same;
            }

            return wins / ((double)Toxic * (Texts - Toxic));
        }
    }

    /// <summary>The scores that a model gives to texts that it was not trained on.</summary>
    public static ToxicityEvaluation Of(ToxicityModel model, IEnumerable<LabelledText> texts) =>
        new(texts.Select(text => (model.Score(text.Text), text.IsToxic)));

    /// <summary>
    /// Cross-validation: the texts are parted by chance into folds, and each fold is judged by a model that was trained on all others. So each text counts once.
    /// </summary>
    /// <param name="trainer">Trains the models.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="folds">How many parts, at least 2.</param>
    public static ToxicityEvaluation CrossValidate(ToxicityTrainer trainer, IReadOnlyList<LabelledText> texts, int folds = 5)
    {
        var order = Enumerable.Range(0, texts.Count).OrderBy(i => StableHash.Of(texts[i].Text)).ThenBy(static i => i).ToArray();
        return new(Enumerable.Range(0, folds).SelectMany(fold =>
        {
            var model = trainer.Train([.. order.Where((_, place) => place % folds != fold).Select(i => texts[i])]);
            return order.Where((_, place) => place % folds == fold).Select(i => (model.Score(texts[i].Text), texts[i].IsToxic));
        }));
    }

    /// <summary>Precision, recall and their harmonic mean where texts with at least this score are called toxic.</summary>
    public (double Precision, double Recall, double F1) At(double threshold)
    {
        var called = _scores.Count(score => score.Score >= threshold);
        var right = _scores.Count(score => score.Score >= threshold && score.IsToxic);
        var precision = called == 0 ? 1 : (double)right / called;
        var recall = (double)right / Toxic;
        return (precision, recall, right == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }
}
