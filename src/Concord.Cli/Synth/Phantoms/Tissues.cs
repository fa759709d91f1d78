namespace Concord.Cli.Synth.Phantoms;

/// <summary>What the trunk is made of: CT numbers, enhancement of a portal phase, FDG uptake.</summary>
internal static class Tissues
{
    public static Tissue Air { get; } = new(-1000, 0, 0);
    public static Tissue Skin { get; } = new(20, 5, 0.4f);
    public static Tissue Fat { get; } = new(-100, 2, 0.25f);
    public static Tissue Muscle { get; } = new(52, 14, 0.7f);
    public static Tissue Lung { get; } = new(-865, 15, 0.45f);
    public static Tissue Soft { get; } = new(38, 15, 0.9f);
    public static Tissue Myocardium { get; } = new(42, 62, 5.5f);
    public static Tissue Blood { get; } = new(42, 190, 1.6f);
    public static Tissue VenousBlood { get; } = new(42, 130, 1.6f);
    public static Tissue LungVessel { get; } = new(25, 150, 1.1f);
    public static Tissue Liver { get; } = new(58, 55, 2.3f);
    public static Tissue Spleen { get; } = new(50, 70, 1.9f);
    public static Tissue Kidney { get; } = new(34, 140, 4.2f);
    public static Tissue RenalPelvis { get; } = new(8, 20, 14f);
    public static Tissue Stomach { get; } = new(40, 35, 1.9f);
    public static Tissue Fluid { get; } = new(12, 0, 1f);
    public static Tissue Bowel { get; } = new(38, 30, 1.6f);
    public static Tissue Cortical { get; } = new(640, 0, 0.8f);
    public static Tissue Cancellous { get; } = new(210, 8, 1.5f);
    public static Tissue Disc { get; } = new(85, 5, 0.7f);
    public static Tissue Cord { get; } = new(32, 6, 1.3f);
    public static Tissue Cartilage { get; } = new(120, 0, 0.5f);
    public static Tissue Nodule { get; } = new(35, 45, 9f);
}
