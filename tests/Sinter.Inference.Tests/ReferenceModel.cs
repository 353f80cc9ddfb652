using Sinter.Models.Files;
using Sinter.Tests;

namespace Sinter.Inference.Tests;

/// <summary>The naive forward pass over the weights of a llama2.c file, as a token model.</summary>
internal sealed class ReferenceModel : ITokenModel
{
    private readonly ReferenceLlama _llama;

    public ReferenceModel(Llama2CFile file)
    {
        VocabularySize = file.Config.VocabularySize;
        ContextLength = file.Config.ContextLength;
        _llama = new ReferenceLlama(Weight, file.Config.HiddenSize, file.Config.Layers, file.Config.Heads, file.Config.KeyValueHeads);

        float[] Weight(string name)
        {
            var info = file.Find(name)!;
            var values = new float[info.Elements];
            file.ReadFloat32(name, values, [.. info.Shape]);
            return values;
        }
    }

    public int VocabularySize { get; }

    public int ContextLength { get; }

    public void Reset() => _llama.Reset();

    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        double[] logits = [];
        foreach (var token in tokens)
        {
            logits = _llama.Forward(token);
        }

        return Array.ConvertAll(logits, static logit => (float)logit);
    }
}
