using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>What Qwen 2 and Qwen 3 share: defaults, and a window that is in force only where a key says so, from some layer on.</summary>
internal abstract class QwenFormat : LlamaLikeFormat
{
    private const string UseKey = "use_sliding_window";
    private const string FirstKey = "max_window_layers";
    private const int UsualWindow = 4096;
    private const int UsualFirst = 28;

    /// <inheritdoc/>
    protected sealed override int? UsualKeyValueHeads => 32;

    /// <inheritdoc/>
    protected sealed override int UsualContextLength => 32768;

    /// <summary>The config with the window of the file. A window that no layer has is none.</summary>
    protected static ModelConfig ReadWindow(JsonFile json, ModelConfig config)
    {
        var (window, first) = (Window(json, UsualWindow), json.OptionalInt(FirstKey) ?? UsualFirst);
        return json.OptionalBool(UseKey) == true && first < config.Layers ? config with { Window = window, FirstWindowed = first } : config;
    }

    /// <summary>Writes the window.</summary>
    protected static void WriteWindowKeys(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteNumber(FirstKey, config.Window > 0 ? config.FirstWindowed : config.Layers);
        WriteWindow(json, config);
        json.WriteBoolean(UseKey, config.Window > 0);
    }
}
