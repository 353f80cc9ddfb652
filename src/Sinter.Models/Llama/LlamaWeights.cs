using Sinter.Models.Files;
using Sinter.Tensors;

namespace Sinter.Models.Llama;

/// <summary>Moves weights between a <see cref="LlamaModel"/>, whose matrices lie together, and the names of Hugging Face, where each stands alone.</summary>
public static class LlamaWeights
{
    /// <summary>Reads a model from a folder of the Hugging Face layout.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="backend">Where the model is to live.</param>
    /// <param name="trainable">Whether there are gradients.</param>
    /// <exception cref="InvalidDataException">A file is damaged or of another model.</exception>
    public static LlamaModel Load(string path, Backend backend, bool trainable = false)
    {
        var folder = ModelFolder.Open(path);
        using var weights = folder.OpenWeights();
        var model = new LlamaModel(folder.Config, backend, trainable);
        Read(model, weights);
        return model;
    }

    /// <summary>Reads all weights of a model.</summary>
    /// <exception cref="InvalidDataException">A weight is missing or has another shape.</exception>
    public static void Read(LlamaModel model, IWeightSource weights)
    {
        foreach (var info in LlamaTensors.Of(model.Config))
        {
            weights.ReadFloat32(info.Name, Rows(model, info, model.Parameters[Place(model.Config, info.Name).Parameter].Value), [.. info.Shape]);
        }
    }

    /// <summary>The weights of a model, to be written by <see cref="ModelFolder.Write(string, ModelConfig, IEnumerable{TensorToWrite}, GenerationConfig?, TensorType)"/>.</summary>
    public static IEnumerable<TensorToWrite> ToWrite(LlamaModel model)
        => LlamaTensors.Of(model.Config).Select(info => new TensorToWrite(
            info,
            destination => Rows(model, info, model.Parameters[Place(model.Config, info.Name).Parameter].Value).CopyTo(destination)));

    /// <summary>The rows of a tensor laid out as a parameter that belong to a Hugging Face name.</summary>
    private static Span<float> Rows(LlamaModel model, TensorInfo info, Tensor tensor)
    {
        var width = tensor.Shape[^1];
        var start = Place(model.Config, info.Name).Row * width;
        return tensor.AsSpan<float>().Slice(start, (int)info.Elements);
    }

    private static (string Parameter, int Row) Place(ModelConfig config, string name)
    {
        switch (name)
        {
            case LlamaTensors.Embedding:
                return ("embedding", 0);
            case LlamaTensors.FinalNorm:
                return ("norm", 0);
            case LlamaTensors.Output:
                return ("output", 0);
        }

        // model.layers.N.rest
        var parts = name.Split('.', 4);
        return parts[3] switch
        {
            "input_layernorm.weight" => ($"{parts[2]}.attention.norm", 0),
            "self_attn.q_proj.weight" => ($"{parts[2]}.attention.qkv", 0),
            "self_attn.k_proj.weight" => ($"{parts[2]}.attention.qkv", config.HiddenSize),
            "self_attn.v_proj.weight" => ($"{parts[2]}.attention.qkv", config.HiddenSize + config.KeyValueSize),
            "self_attn.o_proj.weight" => ($"{parts[2]}.attention.output", 0),
            "post_attention_layernorm.weight" => ($"{parts[2]}.feedForward.norm", 0),
            "mlp.gate_proj.weight" => ($"{parts[2]}.feedForward.gateUp", 0),
            "mlp.up_proj.weight" => ($"{parts[2]}.feedForward.gateUp", config.IntermediateSize),
            "mlp.down_proj.weight" => ($"{parts[2]}.feedForward.down", 0),
            _ => throw new ArgumentException($"No weight of the Llama family is named '{name}'.", nameof(name)),
        };
    }
}
