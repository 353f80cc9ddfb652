using Sinter.Models;

namespace Sinter.Training.Checks;

/// <summary>The gradients of a model while a check uses their memory: all 0 meanwhile, and as they were in the end.</summary>
internal sealed class KeptGradients : IDisposable
{
    private readonly Model _model;
    private readonly float[][]? _before;

    /// <summary>Keeps and clears them.</summary>
    public KeptGradients(Model model)
    {
        _model = model;

        // Before a training they are 0, and need no copy.
        _before = model.Parameters.Trained.Any(static parameter => parameter.Gradient.AsSpan<float>().ContainsAnyExcept(0f)) ? Copy(model) : null;
        Clear(model);
    }

    /// <summary>A copy of all gradients.</summary>
    public static float[][] Copy(Model model) => [.. model.Parameters.Trained.Select(static parameter => parameter.Gradient.ToArray<float>())];

    /// <summary>Sets all to 0.</summary>
    public static void Clear(Model model)
    {
        foreach (var parameter in model.Parameters.Trained)
        {
            parameter.Gradient.AsSpan<float>().Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = 0; i < _model.Parameters.Trained.Count; i++)
        {
            var gradient = _model.Parameters.Trained[i].Gradient.AsSpan<float>();
            gradient.Clear();
            _before?[i].CopyTo(gradient);
        }
    }
}
