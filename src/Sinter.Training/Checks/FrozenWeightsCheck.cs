using System.Security.Cryptography;
using Sinter.Tensors;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Checks;

/// <summary>After a step with the real optimizer, frozen weights have the bits that they had, and others have not; the step is taken back.</summary>
internal static class FrozenWeightsCheck
{
    public static CheckResult Run(CheckSubject subject)
    {
        var (model, options) = (subject.Model, subject.Options);
        var frozen = model.Parameters.All.Where(static parameter => !parameter.Value.RequiresGradient).ToList();
        var still = model.Parameters.Trained.Where(parameter => options.RateFactor?.Invoke(parameter, 0) == 0).ToList();
        if (frozen.Count + still.Count == 0)
        {
            return new(null, "All weights are trained.");
        }

        if (model.Parameters.Trained.Count == 0 || subject.FirstTrained() is not var (batch, _))
        {
            return new(null, "Nothing is trained in the first rows.");
        }

        using var kept = new KeptGradients(model);
        var before = frozen.Concat(still).ToDictionary(static parameter => parameter, static parameter => Hash(parameter.Value));
        var values = model.Parameters.Trained.Select(static parameter => parameter.Value.ToArray<float>()).ToArray();
        var (changed, moved) = (new List<string>(), 0);
        try
        {
            new ObjectiveProgram(model, subject.Objective, 1, subject.Data.ContextLength, withGradients: true).Run(batch, 1.0 / batch.Targets);
            options.CreateOptimizer(model.Parameters).Step(options.Schedule.RateAt(0));
            changed.AddRange(before.Where(static entry => Hash(entry.Key.Value) != entry.Value).Select(static entry => entry.Key.Name));
            for (var i = 0; i < values.Length; i++)
            {
                moved += values[i].AsSpan().SequenceEqual(model.Parameters.Trained[i].Value.AsSpan<float>()) ? 0 : 1;
            }
        }
        finally
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i].CopyTo(model.Parameters.Trained[i].Value.AsSpan<float>());
            }
        }

        return changed.Count > 0 ? new(false, Invariant($"A step changed {changed.Count} frozen parameters, such as '{changed[0]}'."))
            : moved == 0 ? new(false, "A step changed no weight at all: what is trained gets no gradient, or the learning rate is 0.")
            : new(true, Invariant($"A step left {before.Count} frozen parameters bit for bit as they were and changed {moved} others."));
    }

    private static string Hash(Tensor tensor)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(tensor.AsBytes()));

        // A span does not keep a tensor alive.
        GC.KeepAlive(tensor);
        return hash;
    }
}
