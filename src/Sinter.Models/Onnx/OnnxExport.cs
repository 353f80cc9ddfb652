using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Onnx;

/// <summary>Writes decoders and encoders as ONNX, for ONNX Runtime and other programs that read it. Weights are in single precision.</summary>
public static class OnnxExport
{
    private const string Producer = "sinter";

    /// <summary>
    /// Writes the model of a folder. Its inputs are <c>input_ids</c> and <c>attention_mask</c> (1 for tokens, 0 for padding, which stands behind them), [batch, time] of 64-bit integers, and
    /// <c>token_type_ids</c> of a model with segments; its output is <c>logits</c>, or <c>last_hidden_state</c> of a model without a head. Batch and time may be anything up to the
    /// model's context.
    /// </summary>
    /// <param name="folder">A folder in Hugging Face layout.</param>
    /// <param name="path">The file; replaced.</param>
    /// <exception cref="InvalidDataException">The model is damaged, of a kind that is not written as ONNX, or too large for one file.</exception>
    public static void Write(string folder, string path)
    {
        var config = ModelFolder.Open(folder).Config;
        if (FindMisfit(config) is { } misfit)
        {
            throw new InvalidDataException($"The model in '{folder}' cannot be written as ONNX: {misfit}; export it as safetensors.");
        }

        var model = ModelWeights.Load(folder, new CpuBackend());
        var graph = new TransformerGraph(model).Build();
        AtomicFile.Write(path, stream => graph.WriteTo(stream, Producer, config.Family.ToString()));
        GC.KeepAlive(model);
    }

    private static string? FindMisfit(ModelConfig config) =>
        config.Kind is not (ModelKind.Decoder or ModelKind.Encoder) ? $"a model of the family {config.Family} is neither a decoder nor an encoder"
        : config.Experts > 0 ? "it is a mixture of experts"
        : config.Parameters * sizeof(float) > OnnxGraph.MaximumBytes ? $"it has {config.Parameters * sizeof(float)} bytes of weights, and one file can have {OnnxGraph.MaximumBytes}"
        : null;
}
